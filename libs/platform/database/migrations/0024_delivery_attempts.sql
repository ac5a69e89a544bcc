-- When an attempt left for its channel: what a dead worker had claimed but not begun is certainly not sent, and is sent by the next one.
alter table deliveries add column begun_at timestamptz(3);
alter table deliveries add check (begun_at is null or claimed_at is not null);
