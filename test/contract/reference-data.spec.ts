import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

type Row = Record<string, string>;

function rowsOf(file: string): Row[] {
  return parse(readFileSync(new URL(`../../data/${file}`, import.meta.url)), { columns: true });
}

const provinces = rowsOf('provinces.csv');
const cities = rowsOf('cities.csv');
const colleges = rowsOf('vocational-colleges.csv');
const provinceCodes = new Set(provinces.map((province) => province.code));

describe('the reference data', () => {
  it.each([
    ['provinces', provinces, 31, /^\d{2}$/],
    ['prefecture-level divisions', cities, 342, /^\d{4}$/],
    ['higher vocational colleges', colleges, 1291, /^\d{10}$/],
  ])('%s are all there, each with a code of its own', (_what, rows, count, shape) => {
    expect(rows).toHaveLength(count);
    expect(new Set(rows.map((row) => row.code)).size).toBe(count);
    expect(rows.filter((row) => !shape.test(row.code ?? ''))).toEqual([]);
    expect(rows.filter((row) => Object.values(row).some((value) => value.trim() === ''))).toEqual([]);
  });

  it('places every city in the province of its code', () => {
    expect(cities.filter((city) => city.code?.slice(0, 2) !== city.provinceCode || !provinceCodes.has(city.provinceCode))).toEqual([]);
  });

  it('places every college in the province of digits 3 and 4 of its code', () => {
    expect(colleges.filter((college) => college.code?.slice(2, 4) !== college.provinceCode || !provinceCodes.has(college.provinceCode))).toEqual([]);
  });
});
