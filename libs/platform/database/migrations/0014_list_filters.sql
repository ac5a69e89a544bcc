-- Indexes for the filters and orders that lists take.
drop index placements_programme;
create index placements_programme on placements (tenant_id, programme_id, created_at, id);
create index placements_teacher on placements (tenant_id, teacher_person_id, created_at, id);
create index placements_starts on placements (tenant_id, starts_on, id);
create index commitments_created on commitments (tenant_id, created_at, id);
create index seats_of_organization on seats (tenant_id, organization_id, created_at, id);
create index seats_of_person on seats (tenant_id, person_id, created_at, id);
drop index participants_organization;
create index participants_organization on participants (tenant_id, organization_id, created_at, id);
create index participants_person on participants (tenant_id, person_id, created_at, id);
