import { platformErrors } from '@quadhelix/access';
import { idempotencyErrors, idempotencyPersonalData, limitErrors, trustedErrors } from '@quadhelix/graphql';
import { defineSlice, type Get } from '@quadhelix/service';
import { Alliance } from './alliance/alliance.entity.js';
import { AllianceResolver, ViewerResolver } from './alliance/viewer.resolver.js';
import { appStates } from './app/app.js';
import { AppResolver } from './app/app.resolver.js';
import { AppService } from './app/app.service.js';
import { apiUsageList } from './app-usage/app-usage.commands.js';
import { appUsesLeaving } from './app-usage/app-usage.notices.js';
import { AppUsageResolver } from './app-usage/app-usage.resolver.js';
import { warnOwners } from './app-usage/app-usage.warnings.js';
import { AppConsent, appConsentStates } from './consent/app-consent.entity.js';
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
import { allianceAccess, appAccess, appConsentAccess, appUsageAccess, mandateAccess, mandateReadAccess, membershipAccess, organizationAccess, passportAccess, personAccess, seatAccess, signInAccess } from './stakeholders.access.js';
import { collegesImport } from './importing/colleges.import.js';
import { organizationsImport } from './importing/organizations.import.js';
import { peopleImport } from './importing/people.import.js';
import { stakeholderErrors } from './stakeholders.errors.js';
import { stakeholderEvents } from './stakeholders.events.js';
import { stakeholderNotices } from './stakeholders.notices.js';

/** Alliances, organizations, people, memberships, seats, consents and the person-time ledger. */
export const stakeholdersSlice = defineSlice({
  name: 'stakeholders',
  entities: [Alliance, Organization, Person, Affiliation, Participant, Membership, Seat, AppConsent, OversightMandate, MandateRead],
  providers: [OrganizationService, MembershipService, PersonService, SeatService, AppConsentService, AppService, PersonTimeService, MandateService, SignInService],
  resolvers: [
    ViewerResolver, AllianceResolver, OrganizationResolver, FileOwnerResolver, MembershipResolver, PersonResolver, ParticipantResolver, SeatResolver, AppConsentResolver, AppResolver, AppUsageResolver,
    PassportResolver, PassportFigureResolver, PassportShareResolver, MandateResolver, MandateReadResolver, MandatedFigureResolver, MandatedOrganizationResolver,
    ActivationCodeResolver,
  ],
  nodes: [
    { type: 'Alliance', entity: Alliance, read: allianceAccess.read, unfollowed: 'there is one, and operators write it' },
    { type: 'Organization', entity: Organization, read: organizationAccess.read },
    { type: 'Person', entity: Person, read: personAccess.read, subject: (scope, found) => personSubject(scope, (found as Person).id) },
    { type: 'Participant', entity: Participant, read: personAccess.read, subject: (scope, found) => participantSubject(scope, found as Participant) },
    { type: 'Membership', entity: Membership, read: membershipAccess.read },
    { type: 'Seat', entity: Seat, read: seatAccess.read },
    { type: 'AppConsent', entity: AppConsent, read: appConsentAccess.read },
    { type: 'Mandate', entity: OversightMandate, read: mandateAccess.read, unfollowed: 'mandates stand outside every alliance' },
    { type: 'MandateRead', entity: MandateRead, read: mandateReadAccess.read, unfollowed: 'it is a log of its own that only grows' },
  ],
  access: [allianceAccess, organizationAccess, membershipAccess, personAccess, seatAccess, appAccess, appConsentAccess, appUsageAccess, passportAccess, mandateAccess, mandateReadAccess, signInAccess],
  states: [membershipStates, mandateStates, appStates, appConsentStates],
  figures: [activeMemberships, heldSeats],
  commands: [...mandateCommands.map((make) => (get: Get) => make(get(MandateService))), () => apiUsageList],
  daily: [() => warnOwners],
  imports: [
    (get) => organizationsImport(get(MembershipService)),
    (get) => peopleImport(get(PersonService), get(SeatService)),
    (get) => collegesImport(get(OrganizationService)),
  ],
  search: [organizationSearch, personSearch, membershipSearch],
  personalData: [...stakeholdersPersonalData, idempotencyPersonalData],
  work: [invitationWork],
  notices: [...stakeholderNotices, appUsesLeaving],
  events: stakeholderEvents,
  errors: [platformErrors.catalogue(), limitErrors.catalogue(), trustedErrors.catalogue(), idempotencyErrors.catalogue(), stakeholderErrors.catalogue()],
});
