/** Numbers of a result, large enough to be read from afar. */
import { nameInWords } from './shape';
import classes from './result.module.css';

export function Counters({ items }: { items: [string, number][] }) {
  return (
    <dl className={classes.counters}>
      {items.map(([key, value]) => (
        <div key={key} className={classes.counter}>
          <dt>{nameInWords(key)}</dt>
          <dd>{value.toLocaleString()}</dd>
        </div>
      ))}
    </dl>
  );
}
