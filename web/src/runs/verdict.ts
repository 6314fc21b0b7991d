/**
 * How a finished run is to be shown: its colour, its title, and what is said of it.
 *
 * The host knows how the run ended, the plugin what came of it; neither may make the other look better.
 * No React.
 */
import type { RunDetail } from '../api/run-types';
import { outcomeOf, type Tone } from './outcome';
import { endInWords, outcomeInWords } from './words';

export interface Verdict {
  tone: Tone;
  title: string;
  /** Why, where the result does not say it itself. */
  reason: string | null;
}

type Finished = Pick<
  RunDetail,
  'outcome' | 'ended_by' | 'limit_seconds' | 'error' | 'message' | 'result' | 'result_bytes'
>;

export function verdictOf(run: Finished): Verdict {
  const known = outcomeInWords(run.outcome);
  const said = outcomeOf(run.result);
  const hasResult = run.result !== null;
  switch (run.outcome) {
    case 'succeeded':
      // The plugin's own word: queued is blue, and a word that nobody knows is grey.
      if (hasResult || !isLeftOut(run)) return { tone: said.tone, title: said.word, reason: null };
      return { tone: known.tone, title: known.label, reason: run.message };
    case 'warned':
    case 'failed': {
      const isSaid = hasResult && said.tone === known.tone;
      const title = run.outcome === 'failed' ? 'The plugin failed' : known.label;
      return {
        tone: known.tone,
        title: isSaid ? said.word : title,
        reason: hasResult && said.message !== null ? null : (run.error ?? run.message),
      };
    }
    case 'cancelled':
    case 'timed_out':
    case 'worker_died':
    case 'lost':
    case null:
    default: {
      const end = endInWords(run);
      return {
        tone: known.tone,
        title: end ?? known.label,
        // A run that was cancelled may have ended with a word of its own, which the result says.
        reason: run.outcome === 'cancelled' ? null : run.error,
      };
    }
  }
}

/** There is a result, too large to be sent along. */
export function isLeftOut({ result, result_bytes }: Pick<RunDetail, 'result' | 'result_bytes'>) {
  return result === null && (result_bytes ?? 0) > LEFT_OUT_BYTES;
}

const LEFT_OUT_BYTES = 256 * 1024;
