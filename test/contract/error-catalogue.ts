import type { ErrorCatalogue } from '@quadhelix/access';
import { languageErrors } from '@quadhelix/graphql';
import { problemTexts } from '@quadhelix/importing';
import type { Slice } from '@quadhelix/service';

/** The closed catalogue of error codes as people read it: a section per slice, a row per code. */
export function errorCatalogue(slices: readonly Slice[]): string {
  const lines = [
    '# Error codes',
    '',
    'All codes that `extensions.code` can hold; a code keeps its meaning. `{name}` stands for a value that the message fills in. Made from the',
    'catalogues of all slices by `QUADHELIX_WRITE_CONTRACT=1 npm test -- test/contract/errors.spec.ts`.',
    '',
  ];
  const section = (title: string, catalogue: ErrorCatalogue): void => {
    lines.push(`## ${title}`, '', '| code | category | meaning | 含义 |', '|---|---|---|---|');
    for (const [code, text] of Object.entries(catalogue)) lines.push(`| \`${code}\` | ${text.category} | ${cell(text.en)} | ${cell(text['zh-CN'])} |`);
    lines.push('');
  };
  section('The GraphQL language', Object.fromEntries(Object.entries(languageErrors).map(([code, text]) => [code, { category: 'INVALID', ...text }])));
  for (const { name, errors } of slices) section(SECTIONS[name] ?? title(name), Object.assign({}, ...errors) as ErrorCatalogue);
  lines.push('## Rows of an import', '', 'In `Import.problems`, by row; the codes above stand there too, where a row breaks a rule.', '', '| code | meaning | 含义 |', '|---|---|---|');
  for (const [code, text] of Object.entries(problemTexts)) lines.push(`| \`${code}\` | ${cell(text.en)} | ${cell(text['zh-CN'])} |`);
  return `${lines.join('\n')}\n`;
}

/** The lowest slice also holds what every operation can meet. */
const SECTIONS: Readonly<Record<string, string>> = { stakeholders: 'Everywhere, and stakeholders' };

const title = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
const cell = (text: string): string => text.replaceAll('|', '\\|');
