import { Injectable } from '@nestjs/common';
import { platformErrors } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Person } from '../person/person.entity.js';
import { signInAccess } from '../stakeholders.access.js';
import { stakeholderErrors } from '../stakeholders.errors.js';
import { newActivationCode } from './human-code.js';
import type { ActivationCode, ActivationOutcome } from './sign-in.type.js';

/** How people of the acting organization come to sign in. What exists of accounts is never told: database functions decide, and answer what became of a wish. */
@Injectable()
export class SignInService {
  /**
   * Activation codes for students, at most 100, one for each; good for 14 days. An older code of the same student ends. The codes are in the answer only.
   * Throws SIGN_IN_NOT_BY_APPS.
   */
  async issueActivationCodes(scope: Scope, personIds: readonly string[]): Promise<ActivationCode[]> {
    scope.authorize(signInAccess.issueActivationCodes, { parties: () => ({ organization: scope.actor.organizationId }) });
    const wanted = [...new Set(personIds)].map((personId) => ({ personId, ...newActivationCode() }));
    const rows = await scope.sql<{ personId: string; outcome: ActivationOutcome; expiresAt: Date | null }>(
      'select person_id as "personId", outcome, expires_at as "expiresAt" from issue_activation_codes($1, $2)',
      [wanted.map(({ personId }) => personId), wanted.map(({ hash }) => hash)],
    );
    if (rows.length === 0) throw scope.refuse(stakeholderErrors.SIGN_IN_NOT_BY_APPS(), signInAccess.issueActivationCodes);
    const shown = new Map(wanted.map((each) => [each.personId, each.shown]));
    return rows.map(({ personId, outcome, expiresAt }) => {
      const code = outcome === 'ISSUED' ? (shown.get(personId) ?? null) : null;
      if (code !== null) {
        scope.shownOnce.add(code);
        scope.audit({ subjectType: 'Person', subjectId: personId, changes: { activationCodeUntil: [null, expiresAt?.toISOString() ?? null] } });
      }
      return { personId, outcome, code, expiresAt };
    });
  }

  /** Has a person of the acting organization invited by mail. The answer is the same whoever has an account. Throws NOT_FOUND, INVITATIONS_EXHAUSTED, SIGN_IN_NOT_BY_APPS. */
  async invite(scope: Scope, personId: string, email: string): Promise<Person> {
    scope.authorize(signInAccess.invite, { parties: () => ({ organization: scope.actor.organizationId }) });
    const [person] = await scope.find(Person, { id: personId });
    if (!person) throw platformErrors.NOT_FOUND({ field: 'input.personId' });
    const address = email.normalize('NFKC').trim();
    const [row] = await scope.sql<{ answer: 'REQUESTED' | 'TOO_MANY' | 'NOT_BY_APPS' }>('select request_invitation($1, $2, $3) as answer', [personId, address, scope.newRandomId()]);
    if (row?.answer === 'NOT_BY_APPS') throw scope.refuse(stakeholderErrors.SIGN_IN_NOT_BY_APPS(), signInAccess.invite);
    if (row?.answer !== 'REQUESTED') throw stakeholderErrors.INVITATIONS_EXHAUSTED();
    scope.audit({ subjectType: 'Person', subjectId: personId, changes: { invitedTo: [null, address] }, personal: new Set(['invitedTo']) });
    return person;
  }
}
