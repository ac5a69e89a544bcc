import { validate, type ValidationError } from 'class-validator';
import { platformErrors } from '@quadhelix/access';
import { decodeIds } from './ids.js';

function firstProblem(errors: readonly ValidationError[], path: string): { field: string; problem: string } | null {
  for (const error of errors) {
    const field = /^\d+$/.test(error.property) ? `${path}[${error.property}]` : path ? `${path}.${error.property}` : error.property;
    const problem = Object.values(error.constraints ?? {})[0];
    if (problem) return { field, problem };
    const below = firstProblem(error.children ?? [], field);
    if (below) return below;
  }
  return null;
}

/** Checks an input object by its class-validator rules, then turns global ids into row ids. Throws INPUT_INVALID or ID_INVALID with the field. */
export async function validateInput(value: unknown): Promise<void> {
  if (typeof value !== 'object' || value === null) return;
  const errors = await validate(value, { forbidUnknownValues: false, whitelist: false });
  const problem = firstProblem(errors, '');
  if (problem) throw platformErrors.INPUT_INVALID({ field: problem.field, params: { problem: problem.problem } });
  decodeIds(value);
}
