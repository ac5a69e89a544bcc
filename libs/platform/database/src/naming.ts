import { DefaultNamingStrategy } from 'typeorm';

/** camelCase → snake_case without loss: every capital and every digit group keeps its place, so equality holds both ways. */
export const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The one mapping between property and column. */
export class SnakeNaming extends DefaultNamingStrategy {
  override columnName(property: string, custom: string | undefined): string {
    return custom ?? snake(property);
  }
}
