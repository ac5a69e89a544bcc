import { defineSlice } from '@quadhelix/service';
import { placementAccess, positionAccess, programmeAccess, timesheetAccess } from './apprenticeships.access.js';
import { apprenticeshipErrors } from './apprenticeships.errors.js';
import { apprenticeshipEvents } from './apprenticeships.events.js';
import { apprenticeshipFigures } from './apprenticeships.figures.js';
import { apprenticeshipPersonalData } from './apprenticeships.personal-data.js';
import { apprenticeshipSearch } from './apprenticeships.search.js';
import { placementsImport } from './importing/placements.import.js';
import { timesheetsImport } from './importing/timesheets.import.js';
import { Placement, placementStates } from './placement/placement.entity.js';
import { PlacementGate } from './placement/placement.gate.js';
import { PlacementEvaluationResolver, PlacementGateResolver } from './placement/placement.gate.resolver.js';
import { PlacementResolver } from './placement/placement.resolver.js';
import { PlacementService } from './placement/placement.service.js';
import { Position, positionStates } from './position/position.entity.js';
import { PositionResolver } from './position/position.resolver.js';
import { PositionService } from './position/position.service.js';
import { Programme } from './programme/programme.entity.js';
import { ProgrammeResolver } from './programme/programme.resolver.js';
import { ProgrammeService } from './programme/programme.service.js';
import { TimesheetEntry } from './timesheet/timesheet-entry.entity.js';
import { TimesheetViolation } from './timesheet/timesheet-violation.entity.js';
import { TimesheetViolationResolver } from './timesheet/timesheet-violation.resolver.js';
import { TimesheetApprovalResolver } from './timesheet/timesheet.approval.resolver.js';
import { Timesheet, timesheetStates } from './timesheet/timesheet.entity.js';
import { TimesheetResolver } from './timesheet/timesheet.resolver.js';
import { timesheetDecision } from './timesheet/timesheet.link.js';
import { TimesheetLinkResolver } from './timesheet/timesheet.link.resolver.js';
import { timesheetNotices } from './timesheet/timesheet.notices.js';
import { TimesheetService } from './timesheet/timesheet.service.js';
import { timesheetWork } from './timesheet/timesheet.work.js';

/** Programmes, positions, placements and weekly timesheets. */
export const apprenticeshipsSlice = defineSlice({
  name: 'apprenticeships',
  entities: [Programme, Position, Placement, Timesheet, TimesheetEntry, TimesheetViolation],
  providers: [ProgrammeService, PositionService, PlacementGate, PlacementService, TimesheetService],
  resolvers: [ProgrammeResolver, PositionResolver, PlacementResolver, PlacementGateResolver, PlacementEvaluationResolver, TimesheetResolver, TimesheetApprovalResolver, TimesheetLinkResolver, TimesheetViolationResolver],
  nodes: [
    { type: 'Programme', entity: Programme, read: programmeAccess.read },
    { type: 'Position', entity: Position, read: positionAccess.read },
    { type: 'Placement', entity: Placement, read: placementAccess.read },
    { type: 'Timesheet', entity: Timesheet, read: timesheetAccess.read },
    { type: 'TimesheetViolation', entity: TimesheetViolation, read: timesheetAccess.read },
  ],
  access: [programmeAccess, positionAccess, placementAccess, timesheetAccess],
  imports: [(get) => placementsImport(get(ProgrammeService), get(PositionService), get(PlacementService)), (get) => timesheetsImport(get(TimesheetService))],
  states: [positionStates, placementStates, timesheetStates],
  events: apprenticeshipEvents,
  errors: [apprenticeshipErrors.catalogue()],
  search: apprenticeshipSearch,
  links: [(get) => timesheetDecision(get(TimesheetService))],
  work: timesheetWork,
  figures: apprenticeshipFigures,
  notices: timesheetNotices,
  personalData: apprenticeshipPersonalData,
});
