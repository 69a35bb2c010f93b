import { asJsonObject } from '@evenkeel/dynamo/requests';
import type { NewSignal } from '@evenkeel/dynamo/strategy';
import { type SignalFacts, signalMessage } from '@evenkeel/report/signals';

/** A signal as it is recorded, with the words for people; `link` is where there is more to see. */
export function newSignal(facts: SignalFacts, link?: string): NewSignal {
  const { kind, session } = facts;
  return { kind, session, content: asJsonObject(facts), ...signalMessage(facts, link) };
}
