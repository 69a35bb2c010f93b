/**
 * Parts of the product that are broken on purpose, one at a time, to see that a simulation notices: one text of one module is replaced.
 * When a text is no longer there, the part has to be found anew and named here.
 */
export const BREAKS = [
  {
    name: 'fence check',
    file: 'shared/dynamo/src/strategy/fence.ts',
    from: "const conditions = ['taken = :fence'];",
    to: "const conditions = ['taken >= :fence'];",
  },
  {
    name: 'outbox mark',
    file: 'services/strategy/src/signals/outbox.ts',
    from: 'await views.markAnnounced(portfolio, signal, now());',
    to: '',
  },
  {
    name: 'outbox: marked before it is sent',
    file: 'services/strategy/src/signals/outbox.ts',
    from: 'await announce(portfolio, signal);',
    to: 'await views.markAnnounced(portfolio, signal, now()); await announce(portfolio, signal);',
  },
  {
    name: 'checkpoint choice',
    file: 'services/strategy/src/checkpoints/settled.ts',
    from: 'const end = changedFrom === undefined ? undefined : firstOfMonth(changedFrom);',
    to: 'const end = undefined;',
  },
  {
    name: 'partial batch answer',
    file: 'shared/runtime/src/functions/stream-function.ts',
    from: "return { batchItemFailures: [{ itemIdentifier: lowest ?? '' }] };",
    to: 'return { batchItemFailures: [] };',
  },
  {
    name: 'coalescing',
    file: 'shared/runtime/src/functions/stream-function.ts',
    from: 'await run(deps, recordsOf(event), invocation);',
    to: 'for (const record of recordsOf(event)) await run(deps, [record], invocation);',
  },
  {
    name: 'conditional put',
    file: 'shared/dynamo/src/prices/history-writer.ts',
    from: "ConditionExpression: 'attribute_not_exists(#ticker)',",
    to: "ConditionExpression: 'attribute_not_exists(#ticker) OR attribute_exists(#ticker)',",
  },
  {
    name: 'event kept without bar',
    file: 'shared/domain/src/prices/quality/step-gate.ts',
    from: 'const missed = eventBetween(events, before.session, bar.session);',
    to: 'const missed = eventBetween([], before.session, bar.session);',
  },
  {
    name: 'waiting for all symbols',
    file: 'services/strategy/src/view/completeness.ts',
    from: '.filter((each) => each.newest !== newest || newest === null);',
    to: '.filter(() => newest === null);',
  },
  {
    name: 'lease of the writers',
    file: 'shared/dynamo/src/ingestion/lease-store.ts',
    from: "'attribute_not_exists(pk) OR #expiresAt < :now OR #token = :token';",
    to: "'attribute_not_exists(pk) OR #expiresAt < :now OR #token = :token OR attribute_exists(pk)';",
  },
  {
    name: 'audit trail in one transaction with its bar',
    file: 'shared/dynamo/src/prices/history-writer.ts',
    from: "transact(client, [put, record], { what, machine })) === 'written';",
    to: "transact(client, [put], { what, machine })) === 'written' && record !== undefined;",
  },
  {
    name: 'only finished sessions',
    file: 'shared/domain/src/calendar/exchange-clock.ts',
    from: 'return now >= finalAt(newest) ? newest : previousSession(newest);',
    to: 'return newest;',
  },
  {
    name: 'oldest bar put after its bulk',
    file: 'services/ingestion/src/jobs/store-bars.ts',
    from: 'bars.slice(1, -1)',
    to: 'bars.slice(0, -1)',
  },
  {
    name: 'parts of a view written beside the old ones',
    file: 'shared/dynamo/src/strategy/items.ts',
    from: '`${partPrefix(name)}${version}`',
    to: '`${partPrefix(name)}${String(version).slice(0, 0)}`',
  },
];
