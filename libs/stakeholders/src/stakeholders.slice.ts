import { platformErrors } from '@quadhelix/access';
import { idempotencyErrors, idempotencyPersonalData, limitErrors } from '@quadhelix/graphql';
import { defineSlice } from '@quadhelix/service';
import { Alliance } from './alliance/alliance.entity.js';
import { AllianceResolver, ViewerResolver } from './alliance/viewer.resolver.js';
import { AppConsent } from './consent/app-consent.entity.js';
import { AppConsentResolver } from './consent/app-consent.resolver.js';
import { AppConsentService } from './consent/app-consent.service.js';
import { Membership, membershipStates } from './membership/membership.entity.js';
import { MembershipResolver } from './membership/membership.resolver.js';
import { MembershipService } from './membership/membership.service.js';
import { invitationWork } from './membership/membership.work.js';
import { Organization } from './organization/organization.entity.js';
import { OrganizationResolver } from './organization/organization.resolver.js';
import { OrganizationService } from './organization/organization.service.js';
import { PersonTimeService } from './person-time/person-time.service.js';
import { Affiliation } from './person/affiliation.entity.js';
import { Participant } from './person/participant.entity.js';
import { Person } from './person/person.entity.js';
import { participantSubject, personSubject } from './person/person.queries.js';
import { ParticipantResolver, PersonResolver } from './person/person.resolver.js';
import { PersonService } from './person/person.service.js';
import { Seat } from './seat/seat.entity.js';
import { SeatResolver } from './seat/seat.resolver.js';
import { SeatService } from './seat/seat.service.js';
import { allianceAccess, appConsentAccess, membershipAccess, organizationAccess, personAccess, seatAccess } from './stakeholders.access.js';
import { collegesImport } from './importing/colleges.import.js';
import { organizationsImport } from './importing/organizations.import.js';
import { peopleImport } from './importing/people.import.js';
import { stakeholderErrors } from './stakeholders.errors.js';

/** Alliances, organizations, people, memberships, seats, consents and the person-time ledger. */
export const stakeholdersSlice = defineSlice({
  name: 'stakeholders',
  entities: [Alliance, Organization, Person, Affiliation, Participant, Membership, Seat, AppConsent],
  providers: [OrganizationService, MembershipService, PersonService, SeatService, AppConsentService, PersonTimeService],
  resolvers: [ViewerResolver, AllianceResolver, OrganizationResolver, MembershipResolver, PersonResolver, ParticipantResolver, SeatResolver, AppConsentResolver],
  nodes: [
    { type: 'Alliance', entity: Alliance, read: allianceAccess.read },
    { type: 'Organization', entity: Organization, read: organizationAccess.read },
    { type: 'Person', entity: Person, read: personAccess.read, subject: (scope, found) => personSubject(scope, (found as Person).id) },
    { type: 'Participant', entity: Participant, read: personAccess.read, subject: (scope, found) => participantSubject(scope, found as Participant) },
    { type: 'Membership', entity: Membership, read: membershipAccess.read },
    { type: 'Seat', entity: Seat, read: seatAccess.read },
    { type: 'AppConsent', entity: AppConsent, read: appConsentAccess.read },
  ],
  access: [allianceAccess, organizationAccess, membershipAccess, personAccess, seatAccess, appConsentAccess],
  states: [membershipStates],
  imports: [
    (get) => organizationsImport(get(MembershipService)),
    (get) => peopleImport(get(PersonService), get(SeatService)),
    (get) => collegesImport(get(OrganizationService)),
  ],
  personalData: [idempotencyPersonalData],
  work: [invitationWork],
  errors: [platformErrors.catalogue(), limitErrors.catalogue(), idempotencyErrors.catalogue(), stakeholderErrors.catalogue()],
});
