-- What the rules need to know of programmes, positions, placements and weeks. Null is not known, which is never the same as kept.
-- Major category (专业大类) by its two digits in the catalogue of the Ministry of Education.
alter table programmes add column major_category text check (major_category ~ '^[0-9]{2}$');

alter table positions
  -- Where the work is done; null: where the host has its seat.
  add column work_region text check (work_region ~ '^[0-9]{6}$'),
  add column major_category text check (major_category ~ '^[0-9]{2}$'),
  -- Words as the rules name them; an empty list says that it was looked at and there is none.
  add column work_kinds text[],
  add column hazards text[],
  add column special_times text[],
  add column only_repetitive boolean,
  add column minutes_per_day integer check (minutes_per_day between 0 and 1440),
  add column minutes_per_week integer check (minutes_per_week between 0 and 10080),
  add column independent_work boolean,
  add column pay_fen_per_month bigint check (pay_fen_per_month >= 0),
  add column pay_fen_per_hour bigint check (pay_fen_per_hour >= 0),
  add column post_wage_fen_per_month bigint check (post_wage_fen_per_month >= 0),
  add column pay_forms text[],
  add column paid_directly boolean,
  add column pay_cycle_days integer check (pay_cycle_days > 0),
  add column charges text[],
  add column post_staff integer check (post_staff >= 0);

-- 1 is the first year.
alter table placements add column year_of_study integer check (year_of_study between 1 and 10);

alter table timesheets
  -- No rule is broken as far as is known, but on some of its dates the holiday calendar says nothing: neither lawful nor unlawful.
  add column undecided boolean not null default false,
  -- Those dates: ["2027-01-04"].
  add column unknown_dates jsonb not null default '[]',
  add constraint timesheets_undecided check (not (undecided and lawful));
create index timesheets_undecided_weeks on timesheets (tenant_id, week_starts_on) where undecided;
alter table timesheet_violations drop constraint timesheet_violations_rule_check;
alter table timesheet_violations add constraint timesheet_violations_rule_check
  check (rule in ('HOURS_PER_DAY', 'HOURS_PER_WEEK', 'NIGHT_MINOR', 'NIGHT', 'REST_DAY', 'PUBLIC_HOLIDAY'));

-- What a person handed in, judged or approved is found by him, for his own copy of it.
create index evidence_person on evidence (tenant_id, person_id, id) where person_id is not null;
create index verifications_person on verifications (tenant_id, person_id, id) where person_id is not null;
create index timesheets_mentor_approver on timesheets (tenant_id, mentor_approver_id, id) where mentor_approver_id is not null;
create index timesheets_teacher_approver on timesheets (tenant_id, teacher_approver_id, id) where teacher_approver_id is not null;
