/**
 * Somebody else's Markdown. No HTML of theirs reaches the page, links lead to http(s) only, and no image
 * is loaded: its server would learn who reads this, and when.
 */
import { Anchor, Text, Typography } from '@mantine/core';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { isWebAddress } from './web-address';
import classes from './Markdown.module.css';

const COMPONENTS: Components = {
  a: ({ href, children }) =>
    isWebAddress(href) ? (
      <Anchor href={href} target="_blank" rel="noreferrer" underline="always" inherit>
        {children}
      </Anchor>
    ) : (
      // A file beside it, or a part of it: there is nothing here to go to.
      <span>{children}</span>
    ),
  img: ({ alt }) => (alt ? <Text span inherit c="dimmed">{`[Image: ${alt}]`}</Text> : null),
  // Of a list of things to do: not an input that does nothing.
  input: ({ checked }) => (
    <span role="img" aria-label={checked === true ? 'done' : 'to do'}>
      {checked === true ? '☑' : '☐'}
    </span>
  ),
  // The page has its own first heading; those of the text come below it.
  h1: ({ children }) => <h2>{children}</h2>,
  h2: ({ children }) => <h3>{children}</h3>,
  h3: ({ children }) => <h4>{children}</h4>,
  h4: ({ children }) => <h5>{children}</h5>,
  h5: ({ children }) => <h6>{children}</h6>,
  // What is wider than a phone is scrolled by itself, with the keyboard too.
  pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
  table: ({ children }) => (
    <div className={classes.wide} tabIndex={0} role="group" aria-label="Table">
      <table>{children}</table>
    </div>
  ),
};

export function Markdown({ text }: { text: string }) {
  return (
    <Typography className={classes.text}>
      <ReactMarkdown remarkPlugins={[remarkGfm]} components={COMPONENTS} skipHtml>
        {text}
      </ReactMarkdown>
    </Typography>
  );
}
