import type pg from 'pg';
import { ROLES } from '@quadhelix/access';

/** Gives people every role that a seat can have, wherever they hold one: so that nothing is refused them for the role alone. */
export async function holdEveryRole(superuser: pg.Client, ...names: readonly string[]): Promise<void> {
  await superuser.query(
    `insert into seats (tenant_id, id, membership_id, organization_id, person_id, role, valid_from, created_at)
     select s.tenant_id, gen_random_uuid(), s.membership_id, s.organization_id, s.person_id, r, s.valid_from, s.created_at
     from seats s join people p on p.id = s.person_id, unnest($2::text[]) r where p.name = any($1) and s.role <> r`, [names, ROLES.filter((role) => role !== 'API_CLIENT')]);
}
