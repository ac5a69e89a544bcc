export const CREATE = `mutation($input: TimesheetLinkCreateInput!) { timesheetLinkCreate(input: $input) { url link { id kind state expiresAt subjectId personId } } }`;
export const LIST = `{ singleUseLinks(first: 10) { nodes { id state choice usedAt kind } } }`;
export const REVOKE = `mutation($input: SingleUseLinkRevokeInput!) { singleUseLinkRevoke(input: $input) { link { id state } } }`;
export const SHEET = `query($id: ID!) { node(id: $id) { ... on Timesheet { id state version returnReason mentorApprover { name } } } }`;

export interface Made { url: string; link: { id: string; kind: string; state: string; expiresAt: string; subjectId: string; personId: string } }
