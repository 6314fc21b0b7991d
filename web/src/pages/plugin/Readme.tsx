/** What a plugin's author wrote about it. Loaded when it is asked for, with all that reads Markdown. */
import { useReadme } from '../../api/plugins';
import type { Plugin } from '../../api/types';
import { Markdown } from '../../ui/Markdown';
import { Failure, Loading } from '../../ui/states';

export function Readme({ plugin }: { plugin: Plugin }) {
  const readme = useReadme(plugin.key);
  if (readme.isPending) return <Loading what="the README" />;
  if (readme.data === undefined) {
    return <Failure what="the README" error={readme.error} onRetry={() => void readme.refetch()} />;
  }
  return <Markdown text={readme.data} />;
}
