import { limitErrors } from './limit.errors.js';
import { LIMITS } from './limits.js';

/** Throws VARIABLES_TOO_LARGE. Does not call itself, so that no nesting ends the stack; `withTexts`: count the characters of texts too. */
export function demandBoundedVariables(variables: unknown, withTexts: boolean): void {
  const open: { value: unknown; level: number }[] = [{ value: variables, level: 0 }];
  let [values, characters] = [0, 0];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, level } = next;
    values += 1;
    if (typeof value === 'string') characters += value.length;
    else if (typeof value === 'object' && value !== null) {
      const inner: unknown[] = Object.values(value);
      values += inner.length > LIMITS.variableValues ? inner.length : 0;
      if (values <= LIMITS.variableValues) for (const entry of inner) open.push({ value: entry, level: level + 1 });
    }
    if (values > LIMITS.variableValues || level > LIMITS.variableNesting || (withTexts && characters > LIMITS.variableCharacters)) {
      throw limitErrors.VARIABLES_TOO_LARGE({ params: { values: LIMITS.variableValues, nesting: LIMITS.variableNesting, characters: LIMITS.variableCharacters } });
    }
  }
}
