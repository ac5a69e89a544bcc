import { spawn } from 'node:child_process';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { loadConfig, SETTINGS, type Settings } from '@quadhelix/service';

/** Looks for what is dangerous in a file that is otherwise as it should be. */
export interface Scanner {
  /** Name of the threat found in the file at this path; null where there is none. Throws where it could not look: the file waits and is tried again. */
  scan(path: string, signal?: AbortSignal): Promise<string | null>;
}

const variables = z.object({
  FILES_SCAN_COMMAND: z.string().optional().describe('set it to a program and its arguments, separated by spaces; the path of the file is added'),
});

/** Milliseconds for one file. */
const PATIENCE = 120_000;
const LONGEST = 200;

/**
 * The operator's own scanner as a command, by the exit codes of clamscan and clamdscan: 0 nothing found, 1 something found (told on standard output), anything else: could
 * not look. Without a command nothing is scanned.
 */
@Injectable()
export class CommandScanner implements Scanner {
  private readonly command: readonly string[];

  constructor(@Inject(SETTINGS) settings: Settings) {
    this.command = loadConfig(variables, settings.env).FILES_SCAN_COMMAND?.split(/\s+/).filter((word) => word !== '') ?? [];
  }

  async scan(path: string, signal?: AbortSignal): Promise<string | null> {
    const [program, ...words] = this.command;
    if (program === undefined) return null;
    const limits = [AbortSignal.timeout(PATIENCE), ...(signal ? [signal] : [])];
    const { code, said } = await run(program, [...words, path], AbortSignal.any(limits));
    if (code !== 0 && code !== 1) throw new Error(`The scanner ended with ${String(code)}`);
    return code === 0 ? null : threatIn(said, path);
  }
}

/** clamscan tells `<path>: <name> FOUND`. */
const threatIn = (said: string, path: string): string => said.replaceAll(path, '').split('\n')[0]?.replace(/^[:\s]+|\s*FOUND\s*$/g, '').slice(0, LONGEST) || 'unnamed';

function run(program: string, words: readonly string[], signal: AbortSignal): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'ignore'], signal });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => { said = (said + text).slice(0, 4_000); });
    child.once('error', reject);
    child.once('close', (code) => { resolve({ code, said }); });
  });
}
