/** Classes of tables. A new table is named here, or the catalogue test fails. */
export type TableClass = 'alliance' | 'global' | 'reader' | 'platform';

export interface TableRule {
  class: TableClass;
  /** Exactly what the app role may do, as PostgreSQL names it. */
  app: string;
  /** Definer roles with a policy of their own on the table: role → command. */
  definers?: Record<string, 'SELECT' | 'ALL'>;
  /** For reader tables: the setting that names the reader. */
  readerSetting?: string;
}

const WRITTEN = 'INSERT, SELECT, UPDATE';
const APPENDED = 'INSERT, SELECT';
const EDITED = 'DELETE, INSERT, SELECT, UPDATE';

export const tableClasses: Record<string, TableRule> = {
  // documents
  document_issues: { class: 'alliance', app: WRITTEN, definers: { quadhelix_documents: 'SELECT' } },
  document_people: { class: 'alliance', app: 'DELETE, INSERT, SELECT' },
  // single-use links
  single_use_links: { class: 'alliance', app: WRITTEN, definers: { quadhelix_entry: 'SELECT', quadhelix_owner: 'ALL' } },
  // personal data
  personal_data_requests: { class: 'alliance', app: EDITED, definers: { quadhelix_privacy: 'SELECT' } },
  daily_runs: { class: 'platform', app: 'DELETE, INSERT, SELECT' },
  // stakeholders
  memberships: { class: 'alliance', app: WRITTEN, definers: { quadhelix_entry: 'SELECT', quadhelix_readers: 'SELECT', quadhelix_registry: 'SELECT' } },
  seats: { class: 'alliance', app: WRITTEN, definers: { quadhelix_accounts: 'SELECT', quadhelix_privacy: 'ALL', quadhelix_entry: 'SELECT', quadhelix_limits: 'SELECT', quadhelix_readers: 'SELECT' } },
  participants: { class: 'alliance', app: WRITTEN, definers: { quadhelix_accounts: 'SELECT', quadhelix_privacy: 'ALL', quadhelix_entry: 'SELECT', quadhelix_ledger: 'SELECT', quadhelix_readers: 'SELECT' } },
  app_consents: { class: 'alliance', app: WRITTEN, definers: { quadhelix_registry: 'ALL', quadhelix_entry: 'SELECT', quadhelix_limits: 'SELECT' } },
  events: { class: 'alliance', app: APPENDED },
  event_handlings: { class: 'alliance', app: APPENDED },
  audit_entries: { class: 'alliance', app: APPENDED },
  // Erasable by design: the entry beside it keeps only a commitment.
  audit_personal_values: { class: 'alliance', app: 'DELETE, INSERT, SELECT' },
  programmes: { class: 'alliance', app: WRITTEN },
  positions: { class: 'alliance', app: WRITTEN },
  placements: { class: 'alliance', app: WRITTEN },
  timesheets: { class: 'alliance', app: WRITTEN },
  timesheet_entries: { class: 'alliance', app: EDITED },
  timesheet_violations: { class: 'alliance', app: EDITED },
  commitments: { class: 'alliance', app: WRITTEN },
  evidence: { class: 'alliance', app: APPENDED },
  verifications: { class: 'alliance', app: APPENDED },
  imports: { class: 'alliance', app: WRITTEN },
  import_files: { class: 'alliance', app: 'DELETE, INSERT, SELECT' },
  // notifications
  notifications: { class: 'alliance', app: EDITED, definers: { quadhelix_readers: 'SELECT', quadhelix_owner: 'ALL' } },
  deliveries: { class: 'alliance', app: EDITED, definers: { quadhelix_readers: 'SELECT', quadhelix_owner: 'ALL' } },
  delivery_items: { class: 'alliance', app: 'DELETE, INSERT, SELECT', definers: { quadhelix_owner: 'ALL' } },
  inbox_entries: { class: 'reader', app: 'SELECT', definers: { quadhelix_owner: 'ALL', quadhelix_readers: 'ALL' }, readerSetting: 'current_person()' },
  contact_points: { class: 'reader', app: EDITED, definers: { quadhelix_readers: 'SELECT' }, readerSetting: 'current_person()' },
  notification_settings: { class: 'reader', app: EDITED, definers: { quadhelix_owner: 'ALL', quadhelix_readers: 'SELECT' }, readerSetting: 'current_person()' },
  notification_preferences: { class: 'reader', app: EDITED, definers: { quadhelix_owner: 'ALL', quadhelix_readers: 'SELECT' }, readerSetting: 'current_person()' },
  // webhooks
  webhook_endpoints: { class: 'alliance', app: WRITTEN },
  webhook_secrets: { class: 'alliance', app: EDITED, definers: { quadhelix_owner: 'ALL' } },
  webhook_deliveries: { class: 'alliance', app: WRITTEN },
  webhook_attempts: { class: 'alliance', app: APPENDED },
  // graphql
  idempotency_answers: { class: 'alliance', app: EDITED },
  // changes
  change_heads: { class: 'platform', app: 'INSERT, SELECT, UPDATE' },
  change_entries: { class: 'alliance', app: APPENDED },
  // evolution
  api_usage: { class: 'platform', app: '' },
  api_warnings: { class: 'platform', app: 'INSERT, SELECT' },
  // files
  files: { class: 'alliance', app: EDITED },
  file_uses: { class: 'alliance', app: APPENDED },
  alliances: { class: 'global', app: 'SELECT', definers: { quadhelix_owner: 'ALL', quadhelix_privacy: 'SELECT', quadhelix_entry: 'SELECT', quadhelix_limits: 'SELECT', quadhelix_readers: 'SELECT', quadhelix_registry: 'ALL' } },
  organizations: { class: 'global', app: 'SELECT', definers: { quadhelix_apps: 'SELECT', quadhelix_owner: 'ALL', quadhelix_entry: 'SELECT', quadhelix_readers: 'SELECT', quadhelix_registry: 'ALL', quadhelix_standards: 'SELECT' } },
  people: { class: 'global', app: 'SELECT', definers: { quadhelix_accounts: 'SELECT', quadhelix_owner: 'ALL', quadhelix_privacy: 'ALL', quadhelix_registry: 'ALL' } },
  affiliations: { class: 'global', app: 'SELECT', definers: { quadhelix_accounts: 'SELECT', quadhelix_owner: 'ALL', quadhelix_privacy: 'ALL', quadhelix_entry: 'SELECT', quadhelix_readers: 'SELECT', quadhelix_registry: 'ALL' } },
  person_time_bookings: { class: 'global', app: 'SELECT', definers: { quadhelix_owner: 'ALL', quadhelix_ledger: 'ALL' } },
  person_time_heads: { class: 'global', app: '', definers: { quadhelix_owner: 'ALL', quadhelix_ledger: 'ALL' } },
  // Passports and mandates: an organization's figures in all its alliances, and who looked at them under a mandate.
  // Closed spans of figures are past their retention some day: the owner, who purges, sees those only.
  organization_figures: { class: 'reader', app: 'SELECT', definers: { quadhelix_owner: 'ALL', quadhelix_readers: 'ALL' }, readerSetting: 'current_organization()' },
  oversight_mandates: { class: 'global', app: 'SELECT', definers: { quadhelix_readers: 'ALL' } },
  oversight_mandate_steps: { class: 'global', app: '', definers: { quadhelix_readers: 'ALL' } },
  mandate_reads: { class: 'alliance', app: 'SELECT', definers: { quadhelix_readers: 'ALL' } },
  // sandboxes
  sandboxes: { class: 'reader', app: 'SELECT, UPDATE', definers: { quadhelix_entry: 'SELECT', quadhelix_owner: 'ALL', quadhelix_registry: 'ALL' }, readerSetting: 'current_account()' },
  sandbox_actors: { class: 'alliance', app: WRITTEN, definers: { quadhelix_entry: 'SELECT' } },
  // readers and search
  waiting_work: { class: 'alliance', app: EDITED, definers: { quadhelix_readers: 'SELECT' } },
  search_entries: { class: 'alliance', app: EDITED, definers: { quadhelix_search: 'SELECT' } },
  work_items: { class: 'reader', app: 'SELECT', definers: { quadhelix_owner: 'ALL', quadhelix_readers: 'ALL' }, readerSetting: 'current_person()' },
  // standards
  alliance_rule_versions: { class: 'alliance', app: WRITTEN },
  rule_confirmations: { class: 'alliance', app: APPENDED },
  pilot_waivers: { class: 'alliance', app: WRITTEN },
  waiver_measurements: { class: 'alliance', app: APPENDED },
  rule_evaluations: { class: 'alliance', app: WRITTEN },
  rule_violations: { class: 'alliance', app: WRITTEN },
  rule_authorities: { class: 'global', app: 'SELECT', definers: { quadhelix_standards: 'ALL' } },
  rule_packs: { class: 'global', app: 'SELECT', definers: { quadhelix_standards: 'ALL' } },
  public_rule_versions: { class: 'global', app: 'SELECT', definers: { quadhelix_standards: 'ALL' } },
  retentions: { class: 'platform', app: 'SELECT' },
  due_times: { class: 'platform', app: EDITED },
  security_log: { class: 'platform', app: 'INSERT' },
  rate_buckets: { class: 'platform', app: '' },
  schema_migrations: { class: 'platform', app: '' },
};

/** SECURITY DEFINER functions of schema public: owner and whether the app role may call them. */
export const definerFunctions: Record<string, { owner: string; app: boolean }> = {
  // apps
  register_app: { owner: 'quadhelix_apps', app: true },
  apps_named: { owner: 'quadhelix_apps', app: true },
  own_apps: { owner: 'quadhelix_apps', app: true },
  update_own_app: { owner: 'quadhelix_apps', app: true },
  rotate_own_app_secret: { owner: 'quadhelix_apps', app: true },
  disable_own_app: { owner: 'quadhelix_apps', app: true },
  is_own_system: { owner: 'quadhelix_apps', app: true },
  // documents
  check_document: { owner: 'quadhelix_documents', app: true },
  // single-use links
  enter_by_link: { owner: 'quadhelix_entry', app: true },
  // personal data
  app_grants_of: { owner: 'quadhelix_privacy', app: true },
  end_own_app_grants: { owner: 'quadhelix_privacy', app: true },
  known_elsewhere: { owner: 'quadhelix_privacy', app: true },
  forget_person: { owner: 'quadhelix_privacy', app: true },
  correct_person: { owner: 'quadhelix_privacy', app: true },
  security_lines_of: { owner: 'quadhelix_privacy', app: true },
  accounts_of: { owner: 'quadhelix_privacy', app: true },
  account_history_of: { owner: 'quadhelix_privacy', app: true },
  // sign-in
  issue_activation_codes: { owner: 'quadhelix_accounts', app: true },
  request_invitation: { owner: 'quadhelix_accounts', app: true },
  // entering and registering
  enter: { owner: 'quadhelix_entry', app: true },
  names_its_own_people: { owner: 'quadhelix_entry', app: true },
  open_alliances: { owner: 'quadhelix_entry', app: true },
  acting_organizations: { owner: 'quadhelix_entry', app: true },
  enter_again: { owner: 'quadhelix_entry', app: true },
  alliance_by_slug: { owner: 'quadhelix_entry', app: true },
  // notifications
  notice_recipients: { owner: 'quadhelix_entry', app: true },
  recipient_profiles: { owner: 'quadhelix_readers', app: true },
  copy_to_inbox: { owner: 'quadhelix_readers', app: false },
  // webhooks
  webhook_app: { owner: 'quadhelix_introspection', app: true },
  register_alliance: { owner: 'quadhelix_registry', app: true },
  register_organization: { owner: 'quadhelix_registry', app: true },
  register_person: { owner: 'quadhelix_registry', app: true },
  update_own_organization: { owner: 'quadhelix_registry', app: true },
  end_affiliation: { owner: 'quadhelix_registry', app: true },
  book_person_time: { owner: 'quadhelix_ledger', app: true },
  refused_bookings_since: { owner: 'quadhelix_ledger', app: true },
  release_person_time: { owner: 'quadhelix_ledger', app: true },
  // standards
  register_rule_authority: { owner: 'quadhelix_standards', app: true },
  write_rule_draft: { owner: 'quadhelix_standards', app: true },
  publish_rule_version: { owner: 'quadhelix_standards', app: true },
  retire_rule_version: { owner: 'quadhelix_standards', app: true },
  // Passports and mandates.
  put_organization_figures: { owner: 'quadhelix_readers', app: true },
  is_spoken_for: { owner: 'quadhelix_entry', app: false },
  register_mandate: { owner: 'quadhelix_readers', app: true },
  step_mandate: { owner: 'quadhelix_readers', app: true },
  authority_named: { owner: 'quadhelix_readers', app: true },
  registered_mandates: { owner: 'quadhelix_readers', app: true },
  mandated_figures: { owner: 'quadhelix_readers', app: true },
  // graphql
  charge_points: { owner: 'quadhelix_limits', app: true },
  refund_points: { owner: 'quadhelix_limits', app: true },
  // evolution
  add_api_usage: { owner: 'quadhelix_limits', app: true },
  api_usage_of: { owner: 'quadhelix_readers', app: true },
  owns_client: { owner: 'quadhelix_readers', app: true },
  owners_of_clients: { owner: 'quadhelix_readers', app: true },
  // sandboxes
  enter_alliance: { owner: 'quadhelix_entry', app: false },
  enter_alliance_again: { owner: 'quadhelix_entry', app: false },
  alliance_clock: { owner: 'quadhelix_entry', app: true },
  open_due_times: { owner: 'quadhelix_entry', app: true },
  is_sandbox: { owner: 'quadhelix_entry', app: true },
  mark_sandbox: { owner: 'quadhelix_registry', app: false },
  keep_apart_organization: { owner: 'quadhelix_registry', app: false },
  keep_apart_both: { owner: 'quadhelix_registry', app: false },
  keep_apart_person: { owner: 'quadhelix_registry', app: false },
  keep_apart_affiliation: { owner: 'quadhelix_registry', app: false },
  keep_apart_parent: { owner: 'quadhelix_registry', app: false },
  keep_messages_in: { owner: 'quadhelix_registry', app: false },
  keep_authorities_real: { owner: 'quadhelix_registry', app: false },
  keep_apps_apart: { owner: 'quadhelix_registry', app: false },
  admit_sandbox_app: { owner: 'quadhelix_registry', app: false },
  register_sandbox: { owner: 'quadhelix_registry', app: true },
  touch_sandbox: { owner: 'quadhelix_registry', app: true },
  retire_sandboxes: { owner: 'quadhelix_registry', app: true },
  clear_sandbox: { owner: 'quadhelix_owner', app: true },
  // readers and search
  alliances_consenting: { owner: 'quadhelix_entry', app: true },
  find_entries: { owner: 'quadhelix_search', app: true },
  hand_out_work: { owner: 'quadhelix_readers', app: true },
  holders_change_on: { owner: 'quadhelix_readers', app: true },
  alliances_concerned: { owner: 'quadhelix_readers', app: true },
  all_alliances: { owner: 'quadhelix_entry', app: true },
};
