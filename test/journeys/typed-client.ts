import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'examples/typed-client');
const run = promisify(execFile);

/** Makes the types of the example out of the committed schema, as its README says. */
export async function generateTypes(): Promise<void> {
  await run(process.execPath, [join(ROOT, 'node_modules/@graphql-codegen/cli/cjs/bin.js'), '--config', 'codegen.mjs'], { cwd: FOLDER });
  if (!existsSync(join(FOLDER, 'src/gql/graphql.ts'))) throw new Error('graphql-codegen made nothing');
}

/** What the compiler says of the example, with one more file of the given text beside it. */
export function complaints(more: string): { example: string[]; more: string[] } {
  const { config } = ts.readConfigFile(join(FOLDER, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as { config: object };
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, FOLDER);
  const beside = join(FOLDER, 'src/beside.ts');
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => path === beside || fileExists.call(host, path);
  host.readFile = (path) => (path === beside ? more : readFile.call(host, path));
  host.getSourceFile = (path, language, ...rest) => (path === beside ? ts.createSourceFile(path, more, language) : getSourceFile.call(host, path, language, ...rest));
  const found = ts.getPreEmitDiagnostics(ts.createProgram([...fileNames, beside], options, host));
  const texts = (of: (file: string | undefined) => boolean): string[] => found.filter(({ file }) => of(file?.fileName)).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
  return { example: texts((file) => file !== beside), more: texts((file) => file === beside) };
}

/** Runs the example as its README says; answers what it prints. */
export async function runTypedClient(settings: Readonly<Record<string, string>>): Promise<string> {
  return (await run(process.execPath, ['src/main.ts'], { cwd: FOLDER, env: { PATH: process.env.PATH, ...settings } })).stdout;
}
