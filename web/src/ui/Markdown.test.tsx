import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { show } from '../test-utils';
import { Markdown } from './Markdown';

test('links lead to the web, without a referrer, or nowhere', () => {
  show(
    <Markdown text="[web](https://a.example) [script](javascript:alert(1)) [file](CHANGELOG.md)" />,
  );
  const links = screen.getAllByRole('link');
  expect(links.map((link) => link.textContent)).toEqual(['web']);
  expect(links[0]).toHaveAttribute('rel', 'noreferrer');
  expect(screen.getByText('script')).toBeVisible();
  expect(screen.getByText('file')).toBeVisible();
});

test('HTML is left out, and images are told instead of loaded', () => {
  const { container } = show(
    <Markdown
      text={'![A badge](https://a.example/b.svg)\n\n<img src=x onerror=alert(1)> <b>kept text</b>'}
    />,
  );
  expect(container.querySelector('img, b')).toBeNull();
  expect(screen.getByText('[Image: A badge]')).toBeVisible();
  expect(screen.getByText(/kept text/)).toBeVisible();
});

test('headings come below that of the page, and tables and tasks are shown', () => {
  show(<Markdown text={'# Title\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n- [x] built'} />);
  expect(screen.getByRole('heading', { name: 'Title', level: 2 })).toBeVisible();
  expect(screen.getByRole('cell', { name: '2' })).toBeVisible();
  expect(screen.getByRole('img', { name: 'done' })).toBeVisible();
  expect(screen.queryByRole('checkbox')).toBeNull();
});
