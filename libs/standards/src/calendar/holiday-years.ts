import type { BilingualText } from '@quadhelix/access';

/** A stretch of days off as a notice announces it; both ends belong to it. */
export interface Holiday {
  readonly name: BilingualText;
  readonly from: string;
  readonly until: string;
  /** Saturdays and Sundays that are worked in exchange (调休). */
  readonly madeUpOn: readonly string[];
}

/** What the State Council announced for a year. Some holidays begin in the last days of the year before. */
export interface HolidayYear {
  readonly year: number;
  /** Number of the notice of the General Office of the State Council. */
  readonly notice: string;
  readonly holidays: readonly Holiday[];
}

const NEW_YEAR: BilingualText = { en: "New Year's Day", 'zh-CN': '元旦' };
const SPRING: BilingualText = { en: 'Spring Festival', 'zh-CN': '春节' };
const TOMBS: BilingualText = { en: 'Tomb-Sweeping Day', 'zh-CN': '清明节' };
const LABOUR: BilingualText = { en: 'Labour Day', 'zh-CN': '劳动节' };
const DRAGON_BOAT: BilingualText = { en: 'Dragon Boat Festival', 'zh-CN': '端午节' };
const MID_AUTUMN: BilingualText = { en: 'Mid-Autumn Festival', 'zh-CN': '中秋节' };
const NATIONAL: BilingualText = { en: 'National Day', 'zh-CN': '国庆节' };
const NATIONAL_AND_MID_AUTUMN: BilingualText = { en: 'National Day and Mid-Autumn Festival', 'zh-CN': '国庆节、中秋节' };

const off = (name: BilingualText, from: string, until: string, ...madeUpOn: string[]): Holiday => ({ name, from, until, madeUpOn });

/**
 * The notices 国务院办公厅关于…年部分节假日安排的通知, as published on gov.cn. A new year is added when its notice comes, in autumn; until
 * then its days are unknown.
 */
export const HOLIDAY_YEARS: readonly HolidayYear[] = [
  {
    year: 2021, notice: '国办发明电〔2020〕27号',
    holidays: [
      off(NEW_YEAR, '2021-01-01', '2021-01-03'),
      off(SPRING, '2021-02-11', '2021-02-17', '2021-02-07', '2021-02-20'),
      off(TOMBS, '2021-04-03', '2021-04-05'),
      off(LABOUR, '2021-05-01', '2021-05-05', '2021-04-25', '2021-05-08'),
      off(DRAGON_BOAT, '2021-06-12', '2021-06-14'),
      off(MID_AUTUMN, '2021-09-19', '2021-09-21', '2021-09-18'),
      off(NATIONAL, '2021-10-01', '2021-10-07', '2021-09-26', '2021-10-09'),
    ],
  },
  {
    year: 2022, notice: '国办发明电〔2021〕11号',
    holidays: [
      off(NEW_YEAR, '2022-01-01', '2022-01-03'),
      off(SPRING, '2022-01-31', '2022-02-06', '2022-01-29', '2022-01-30'),
      off(TOMBS, '2022-04-03', '2022-04-05', '2022-04-02'),
      off(LABOUR, '2022-04-30', '2022-05-04', '2022-04-24', '2022-05-07'),
      off(DRAGON_BOAT, '2022-06-03', '2022-06-05'),
      off(MID_AUTUMN, '2022-09-10', '2022-09-12'),
      off(NATIONAL, '2022-10-01', '2022-10-07', '2022-10-08', '2022-10-09'),
    ],
  },
  {
    year: 2023, notice: '国办发明电〔2022〕16号',
    holidays: [
      off(NEW_YEAR, '2022-12-31', '2023-01-02'),
      off(SPRING, '2023-01-21', '2023-01-27', '2023-01-28', '2023-01-29'),
      off(TOMBS, '2023-04-05', '2023-04-05'),
      off(LABOUR, '2023-04-29', '2023-05-03', '2023-04-23', '2023-05-06'),
      off(DRAGON_BOAT, '2023-06-22', '2023-06-24', '2023-06-25'),
      off(NATIONAL_AND_MID_AUTUMN, '2023-09-29', '2023-10-06', '2023-10-07', '2023-10-08'),
    ],
  },
  {
    year: 2024, notice: '国办发明电〔2023〕7号',
    holidays: [
      off(NEW_YEAR, '2024-01-01', '2024-01-01'),
      off(SPRING, '2024-02-10', '2024-02-17', '2024-02-04', '2024-02-18'),
      off(TOMBS, '2024-04-04', '2024-04-06', '2024-04-07'),
      off(LABOUR, '2024-05-01', '2024-05-05', '2024-04-28', '2024-05-11'),
      off(DRAGON_BOAT, '2024-06-10', '2024-06-10'),
      off(MID_AUTUMN, '2024-09-15', '2024-09-17', '2024-09-14'),
      off(NATIONAL, '2024-10-01', '2024-10-07', '2024-09-29', '2024-10-12'),
    ],
  },
  {
    year: 2025, notice: '国办发明电〔2024〕12号',
    holidays: [
      off(NEW_YEAR, '2025-01-01', '2025-01-01'),
      off(SPRING, '2025-01-28', '2025-02-04', '2025-01-26', '2025-02-08'),
      off(TOMBS, '2025-04-04', '2025-04-06'),
      off(LABOUR, '2025-05-01', '2025-05-05', '2025-04-27'),
      off(DRAGON_BOAT, '2025-05-31', '2025-06-02'),
      off(NATIONAL_AND_MID_AUTUMN, '2025-10-01', '2025-10-08', '2025-09-28', '2025-10-11'),
    ],
  },
  {
    year: 2026, notice: '国办发明电〔2025〕7号',
    holidays: [
      off(NEW_YEAR, '2026-01-01', '2026-01-03', '2026-01-04'),
      off(SPRING, '2026-02-15', '2026-02-23', '2026-02-14', '2026-02-28'),
      off(TOMBS, '2026-04-04', '2026-04-06'),
      off(LABOUR, '2026-05-01', '2026-05-05', '2026-05-09'),
      off(DRAGON_BOAT, '2026-06-19', '2026-06-21'),
      off(MID_AUTUMN, '2026-09-25', '2026-09-27'),
      off(NATIONAL, '2026-10-01', '2026-10-07', '2026-09-20', '2026-10-10'),
    ],
  },
];
