/** Somebody else's text: its line breaks kept, its web addresses as links, everything else as it stands. */
import { Anchor } from '@mantine/core';
import { Fragment } from 'react';

// An address ends before the punctuation that ends the sentence around it.
const ADDRESS = /(https?:\/\/[^\s<>"')\]]*[^\s<>"')\].,;:!?])/g;

export function PlainText({ text }: { text: string }) {
  const parts = text.split(ADDRESS);
  return (
    <span style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
      {parts.map((part, index) =>
        // Every second part is what the pattern found.
        index % 2 === 0 ? (
          <Fragment key={index}>{part}</Fragment>
        ) : (
          <Anchor
            key={index}
            href={part}
            target="_blank"
            rel="noreferrer"
            inherit
            underline="always"
          >
            {part}
          </Anchor>
        ),
      )}
    </span>
  );
}
