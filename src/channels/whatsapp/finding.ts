import type { Found } from '../meta/webhook.ts';

/**
 * Fields of Meta's webhooks that mean nothing to a decision tree. They are counted by name; any other name is `other-field`,
 * because a body must not be able to invent labels of a metric.
 */
export const OTHER_FIELDS = [
  'account_alerts',
  'account_review_update',
  'account_update',
  'automatic_events',
  'business_capability_update',
  'business_username_updates',
  'calls',
  'group_lifecycle_update',
  'group_participants_update',
  'group_settings_update',
  'group_status_update',
  'history',
  'message_template_components_update',
  'message_template_quality_update',
  'message_template_status_update',
  'partner_solutions',
  'payment_configuration_update',
  'phone_number_name_update',
  'phone_number_quality_update',
  'security',
  'smb_app_state_sync',
  'template_category_update',
  'user_preferences',
] as const;

/** Why something in a webhook leads to nothing. Closed, like the field names. */
export type Reason =
  | 'malformed'
  | 'foreign-number'
  | 'group'
  | 'reaction'
  | 'edit'
  | 'revoke'
  | 'system'
  | 'call-permission'
  | 'unsupported'
  | 'other-status'
  | 'other-field'
  | 'platform-error'
  | (typeof OTHER_FIELDS)[number];

/** What one item of a webhook comes to: what we act on, or why we do not. */
export type Finding = Found<Reason>;
