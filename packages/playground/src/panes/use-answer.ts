import { useEffect, useRef, useState } from "preact/hooks";
import { type Client, Refusal } from "../client";
import type { Problem } from "../network/problem";
import type { Answer, Ask, JobName } from "../protocol";

/** The answer to a question that changes: the last one that there is, what is wrong with the question, and whether it is still open. */
export interface Answered<J extends JobName> {
  readonly answer: Answer<J> | undefined;
  readonly problem: Problem | undefined;
  readonly isOpen: boolean;
}

interface Slot<J extends JobName> {
  /** What was asked last, as text. */
  asked: string | undefined;
  topic: number;
  isBusy: boolean;
  next: Ask<J> | undefined;
}

/**
 * Asks whenever the question changes. While an answer is on its way, only the newest of further questions waits: a slider that moves
 * asks as often as there are answers.
 * @param ask undefined where nothing is to be asked
 * @param topic where it changes, what was answered before is no longer shown meanwhile
 */
export function useAnswer<J extends JobName>(
  client: Client,
  job: J,
  ask: Ask<J> | undefined,
  topic = 0,
): Answered<J> {
  const [answered, setAnswered] = useState<Answered<J>>({
    answer: undefined,
    problem: undefined,
    isOpen: ask !== undefined,
  });
  const slot = useRef<Slot<J>>({ asked: "", topic, isBusy: false, next: undefined }).current;
  const last = useRef<Answer<J>>(undefined);
  const text = ask === undefined ? "" : JSON.stringify(ask);
  const send = (question: Ask<J>): void => {
    slot.isBusy = true;
    const about = slot.topic;
    const done = (found: Omit<Answered<J>, "isOpen">): void => {
      slot.isBusy = false;
      const { next } = slot;
      slot.next = undefined;
      if (next !== undefined) send(next);
      if (about === slot.topic) setAnswered({ ...found, isOpen: next !== undefined });
    };
    client.ask(job, question).then(
      (answer) => {
        if (about === slot.topic) last.current = answer;
        done({ answer, problem: undefined });
      },
      (error: unknown) => {
        if (!(error instanceof Refusal)) throw error;
        done({ answer: last.current, problem: error.problem });
      },
    );
  };
  if (slot.topic !== topic) {
    slot.topic = topic;
    slot.asked = undefined;
    last.current = undefined;
    setAnswered({ answer: undefined, problem: undefined, isOpen: ask !== undefined });
  }
  useEffect(() => {
    if (text === slot.asked) return;
    slot.asked = text;
    if (ask === undefined) {
      slot.next = undefined;
      last.current = undefined;
      setAnswered({ answer: undefined, problem: undefined, isOpen: false });
    } else if (slot.isBusy) slot.next = ask;
    else send(ask);
  }, [text, topic]);
  return answered;
}
