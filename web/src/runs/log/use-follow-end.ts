/**
 * Keeps a scrolled box at its end while it is told to, until a person scrolls up.
 *
 * What moves the box otherwise, lines that turn out taller or a window that changes its size, is undone.
 */
import { useLayoutEffect, useRef, type RefObject } from 'react';

/** Closer to the end than this counts as there. */
const NEAR_PX = 24;
/** A wheel or a finger moves the box on for a while. */
const MOMENTUM_MS = 1500;

interface Options {
  box: RefObject<HTMLElement | null>;
  isFollowing: boolean;
  onFollow: (isAtEnd: boolean) => void;
  scrollToEnd: () => void;
  /** Another one when there is more in the box. */
  content: unknown;
}

export function useFollowEnd({ box, isFollowing, onFollow, scrollToEnd, content }: Options) {
  const lastTop = useRef(0);
  const movedAt = useRef(-MOMENTUM_MS);
  const isHeld = useRef(false);

  useLayoutEffect(() => {
    if (isFollowing) scrollToEnd();
    // How to scroll is another function at each drawing, and no reason to do it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isFollowing, content]);

  const moves = () => {
    movedAt.current = performance.now();
  };
  return {
    onWheel: moves,
    onTouchMove: moves,
    onKeyDown: moves,
    // The bar at the side, which tells of nothing but this.
    onPointerDown: () => {
      isHeld.current = true;
    },
    onPointerUp: () => {
      isHeld.current = false;
      moves();
    },
    onScroll: () => {
      const element = box.current;
      if (element === null) return;
      const { scrollHeight, scrollTop, clientHeight } = element;
      const isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR_PX;
      const wentUp = scrollTop < lastTop.current - 1;
      lastTop.current = scrollTop;
      if (isAtEnd) {
        if (!isFollowing) onFollow(true);
        return;
      }
      if (!isFollowing) return;
      const isByHand = isHeld.current || performance.now() - movedAt.current < MOMENTUM_MS;
      if (wentUp && isByHand) onFollow(false);
      else if (!isByHand) scrollToEnd();
    },
  };
}
