/** Codes that no page meets in normal use, so that the shell has no text for them: the reason, and the codes. */
const byReason: readonly (readonly [why: string, codes: readonly string[]])[] = [
  [
    'a mistake in the code of a plugin, told to its author',
    [
      'event_depth_exceeded',
      'job_queue_unknown',
      'lease_lost',
      'link_end_missing',
      'nested_write',
      'organization_mismatch',
      'read_only',
    ],
  ],
  [
    'GraphQL, which pages use for live changes only, by documents of their own',
    [
      'graphql_document_missing',
      'graphql_document_not_trusted',
      'graphql_hash_mismatch',
      'graphql_method',
      'graphql_too_costly',
      'graphql_too_deep',
    ],
  ],
  ['what a live connection is told, which begins again by itself', ['client_gone', 'reader_too_slow']],
  [
    'headers and values that pages set themselves, and set right',
    [
      'idempotency_key_reused',
      'idempotency_unsupported',
      'idempotent_answer_lost',
      'idempotent_replay',
      'invalid_idempotency_key',
      'invalid_if_match',
      'origin_not_allowed',
      'return_to_invalid',
      'route_not_found',
    ],
  ],
  [
    'for programs: tokens, keys, providers, visitors',
    [
      'not_for_api_keys',
      'person_needed',
      'refresh_token_invalid',
      'refresh_token_reused',
      'webhook_signature_invalid',
    ],
  ],
  [
    'what operators set up and do, which has no page',
    [
      'impersonation_not_possible',
      'module_active',
      'module_not_purged',
      'operator_not_found',
      'operators_only',
      'organization_not_found',
      'replay_range_empty',
      'storage_driver_missing',
      'subscriber_not_found',
      'user_not_found',
    ],
  ],
  [
    'what a host without pages, and a mailbox in development, say for themselves',
    ['admin_ui_not_built', 'mail_unknown', 'pages_unknown'],
  ],
  ['what the person typed, said beside the field', ['custom']],
]

export const untoldInPages: ReadonlyMap<string, string> = new Map(
  byReason.flatMap(([why, codes]) => codes.map((code) => [code, why] as const)),
)
