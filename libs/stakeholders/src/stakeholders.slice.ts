import { platformErrors } from '@quadhelix/access';
import { idempotencyErrors, idempotencyPersonalData, limitErrors } from '@quadhelix/graphql';
import { defineSlice } from '@quadhelix/service';
import { Alliance } from './alliance/alliance.entity.js';
import { AllianceResolver, ViewerResolver } from './alliance/viewer.resolver.js';
import { AppConsent } from './consent/app-consent.entity.js';
import { AppConsentResolver } from './consent/app-consent.resolver.js';
import { AppConsentService } from './consent/app-consent.service.js';
import { mandateCommands } from './mandate/mandate.commands.js';
import { OversightMandate, mandateStates } from './mandate/mandate.entity.js';
import { MandateRead } from './mandate/mandate-read.entity.js';
import { MandateReadResolver, MandateResolver, MandatedFigureResolver, MandatedOrganizationResolver } from './mandate/mandate.resolver.js';
import { MandateService } from './mandate/mandate.service.js';
import { Membership, membershipStates } from './membership/membership.entity.js';
import { MembershipResolver } from './membership/membership.resolver.js';
import { MembershipService } from './membership/membership.service.js';
import { membershipSearch } from './membership/membership.search.js';
import { invitationWork } from './membership/membership.work.js';
import { FileOwnerResolver } from './organization/file-owner.resolver.js';
import { Organization } from './organization/organization.entity.js';
import { OrganizationResolver } from './organization/organization.resolver.js';
import { organizationSearch } from './organization/organization.search.js';
import { OrganizationService } from './organization/organization.service.js';
import { PassportFigureResolver, PassportResolver, PassportShareResolver } from './passport/passport.resolver.js';
import { activeMemberships, heldSeats } from './passport/stakeholders.figures.js';
import { PersonTimeService } from './person-time/person-time.service.js';
import { Affiliation } from './person/affiliation.entity.js';
import { Participant } from './person/participant.entity.js';
import { Person } from './person/person.entity.js';
import { stakeholdersPersonalData } from './person/person.personal-data.js';
import { participantSubject, personSubject } from './person/person.queries.js';
import { personSearch } from './person/person.search.js';
import { ParticipantResolver, PersonResolver } from './person/person.resolver.js';
import { PersonService } from './person/person.service.js';
import { Seat } from './seat/seat.entity.js';
import { SeatResolver } from './seat/seat.resolver.js';
import { SeatService } from './seat/seat.service.js';
import { ActivationCodeResolver } from './sign-in/sign-in.resolver.js';
import { SignInService } from './sign-in/sign-in.service.js';
import { allianceAccess, appConsentAccess, mandateAccess, mandateReadAccess, membershipAccess, organizationAccess, passportAccess, personAccess, seatAccess, signInAccess } from './stakeholders.access.js';
import { collegesImport } from './importing/colleges.import.js';
import { organizationsImport } from './importing/organizations.import.js';
import { peopleImport } from './importing/people.import.js';
import { stakeholderErrors } from './stakeholders.errors.js';
import { stakeholderNotices } from './stakeholders.notices.js';

/** Alliances, organizations, people, memberships, seats, consents and the person-time ledger. */
export const stakeholdersSlice = defineSlice({
  name: 'stakeholders',
  entities: [Alliance, Organization, Person, Affiliation, Participant, Membership, Seat, AppConsent, OversightMandate, MandateRead],
  providers: [OrganizationService, MembershipService, PersonService, SeatService, AppConsentService, PersonTimeService, MandateService, SignInService],
  resolvers: [
    ViewerResolver, AllianceResolver, OrganizationResolver, FileOwnerResolver, MembershipResolver, PersonResolver, ParticipantResolver, SeatResolver, AppConsentResolver,
    PassportResolver, PassportFigureResolver, PassportShareResolver, MandateResolver, MandateReadResolver, MandatedFigureResolver, MandatedOrganizationResolver,
    ActivationCodeResolver,
  ],
  nodes: [
    { type: 'Alliance', entity: Alliance, read: allianceAccess.read },
    { type: 'Organization', entity: Organization, read: organizationAccess.read },
    { type: 'Person', entity: Person, read: personAccess.read, subject: (scope, found) => personSubject(scope, (found as Person).id) },
    { type: 'Participant', entity: Participant, read: personAccess.read, subject: (scope, found) => participantSubject(scope, found as Participant) },
    { type: 'Membership', entity: Membership, read: membershipAccess.read },
    { type: 'Seat', entity: Seat, read: seatAccess.read },
    { type: 'AppConsent', entity: AppConsent, read: appConsentAccess.read },
    { type: 'Mandate', entity: OversightMandate, read: mandateAccess.read },
    { type: 'MandateRead', entity: MandateRead, read: mandateReadAccess.read },
  ],
  access: [allianceAccess, organizationAccess, membershipAccess, personAccess, seatAccess, appConsentAccess, passportAccess, mandateAccess, mandateReadAccess, signInAccess],
  states: [membershipStates, mandateStates],
  figures: [activeMemberships, heldSeats],
  commands: mandateCommands.map((make) => (get) => make(get(MandateService))),
  imports: [
    (get) => organizationsImport(get(MembershipService)),
    (get) => peopleImport(get(PersonService), get(SeatService)),
    (get) => collegesImport(get(OrganizationService)),
  ],
  search: [organizationSearch, personSearch, membershipSearch],
  personalData: [...stakeholdersPersonalData, idempotencyPersonalData],
  work: [invitationWork],
  notices: stakeholderNotices,
  errors: [platformErrors.catalogue(), limitErrors.catalogue(), idempotencyErrors.catalogue(), stakeholderErrors.catalogue()],
});
