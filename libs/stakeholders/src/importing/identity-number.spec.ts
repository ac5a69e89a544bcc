import { isIdentityNumber } from './identity-number.js';
import { readRoles } from './words.js';

describe('an identity number', () => {
  it.each([
    ['11010519491231002X', true, 'the example of GB 11643-1999'],
    ['440524188001010014', true, 'its second example'],
    ['110105194912310021', false, 'another check character'],
    ['11010519490231002X', false, 'a day that never was'],
    ['11010519491231002', false, '17 characters'],
    ['11010519491231002XX', false, '19 characters'],
    ['A1010519491231002X', false, 'a letter'],
    ['', false, 'nothing'],
  ])('%s: %s, %s', (text, valid) => {
    expect(isIdentityNumber(text)).toBe(valid);
  });
});

describe('a cell of roles', () => {
  it.each([
    ['APPRENTICE', { roles: ['APPRENTICE'] }],
    ['学校联络员；校内指导教师', { roles: ['SCHOOL_COORDINATOR', 'SCHOOL_TEACHER'] }],
    ['Industry mentor, industry_mentor', { roles: ['INDUSTRY_MENTOR'] }],
    ['', { roles: [] }],
    ['学徒;国王', { unknown: '国王' }],
    ['API_CLIENT', { unknown: 'API_CLIENT' }],
  ])('%s', (text, result) => {
    expect(readRoles(text)).toEqual(result);
  });
});
