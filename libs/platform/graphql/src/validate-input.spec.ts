import { ArrayMaxSize, ArrayMinSize, IsIn, IsInt, Length, Matches, Max, MaxLength, Min } from 'class-validator';
import type { DomainError } from '@quadhelix/access';
import { validateInput } from './validate-input.js';

class Everything {
  @Length(2, 4) text = 'abc';
  @MaxLength(3) short = 'abc';
  @IsInt() whole = 1;
  @Min(1) @Max(9) number = 5;
  @IsIn(['A', 'B']) choice = 'A';
  @Matches(/^x/) pattern = 'x';
  @ArrayMinSize(1) @ArrayMaxSize(2) list = [1];
}

describe('a value that breaks a rule', () => {
  it('is told apart from one that keeps them all', async () => {
    await expect(validateInput(new Everything())).resolves.toBeUndefined();
  });

  it.each([
    [{ text: 'a' }, 'text', '至少 2 个字符'], [{ text: 'abcde' }, 'text', '最多 4 个字符'], [{ short: 'abcd' }, 'short', '最多 3 个字符'], [{ whole: 1.5 }, 'whole', '须为整数'],
    [{ number: 0 }, 'number', '不得小于 1'], [{ number: 10 }, 'number', '不得大于 9'], [{ choice: 'C' }, 'choice', '不在允许的值之内'], [{ pattern: 'y' }, 'pattern', '格式不正确'],
    [{ list: [] }, 'list', '至少 1 项'], [{ list: [1, 2, 3] }, 'list', '最多 2 项'],
  ])('%j is explained in both languages', async (change, field, chinese) => {
    const error = await validateInput(Object.assign(new Everything(), change)).then(() => null, (thrown: DomainError) => thrown);
    expect(error).toMatchObject({ code: 'INPUT_INVALID', field });
    expect(error?.messageIn('zh-CN')).toBe(`值无效:${chinese}。`);
    expect(error?.messageIn('en')).toMatch(/^The value is not valid: .*\w\.$/);
  });
});
