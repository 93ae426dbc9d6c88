// Made by scripts/generate from docs/api/openapi.json; edit the views, not this file.

import { type CallOptions, Transport } from "./transport.js";
import type {
  Because,
  CaseAnswerPage,
  CaseReportPage,
  Claimed,
  Cursor,
  Decision,
  EntryAnswerPage,
  Limit,
  LookUp,
  NewNote,
  Noted,
  PersonId,
  SuspendFor,
} from "./types.js";

/** Every operation of the HTTP API for staff. A refusal is thrown as a `Refused`. */
export class StaffClient extends Transport {
  /** Open cases, those first that have waited longest. */
  queue(given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<CaseAnswerPage> {
    return this.call({ method: "GET", path: `/v1/staff/cases`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** The reports of one subject, newest first. */
  caseReports(case_: string, given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<CaseReportPage> {
    return this.call({ method: "GET", path: `/v1/staff/cases/${encodeURIComponent(case_)}/reports`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** Work on a case: for 15 minutes nobody else decides it. Claiming it again makes that longer. */
  claim(case_: string, options: CallOptions = {}): Promise<Claimed> {
    return this.call({ method: "PUT", path: `/v1/staff/cases/${encodeURIComponent(case_)}/claim`, session: true }, options);
  }

  /** Close a case: hide what was reported, suspend whose it is, or dismiss the reports. */
  decide(case_: string, body: Decision, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "POST", path: `/v1/staff/cases/${encodeURIComponent(case_)}/decision`, session: true, body }, options);
  }

  /** Take a post or a comment down; nobody but its author sees it. Doing so again changes nothing. */
  hide(case_: string, body: Because, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "POST", path: `/v1/staff/content/${encodeURIComponent(case_)}/hide`, session: true, body }, options);
  }

  /** Take a take-down back. Doing so again changes nothing. */
  show(case_: string, body: Because, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "POST", path: `/v1/staff/content/${encodeURIComponent(case_)}/show`, session: true, body }, options);
  }

  /** Suspend a person, with all others of their account, until a moment or until somebody reinstates them. */
  suspend(person: PersonId, body: SuspendFor, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "POST", path: `/v1/staff/people/${encodeURIComponent(person)}/suspend`, session: true, body }, options);
  }

  /** End the suspension of a person and all others of their account: everything is as it was before. */
  reinstate(person: PersonId, body: Because, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "POST", path: `/v1/staff/people/${encodeURIComponent(person)}/reinstate`, session: true, body }, options);
  }

  /** Look a person up by username: their state, suspension and the latest 50 notes. */
  lookUp(username: string, options: CallOptions = {}): Promise<LookUp> {
    return this.call({ method: "GET", path: `/v1/staff/people/${encodeURIComponent(username)}`, session: true }, options);
  }

  /** Keep a note about a person, for staff only. */
  note(person: PersonId, body: NewNote, options: CallOptions = {}): Promise<Noted> {
    return this.call({ method: "POST", path: `/v1/staff/people/${encodeURIComponent(person)}/notes`, session: true, body }, options);
  }

  /** What staff did, newest first. For admins. */
  audit(given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<EntryAnswerPage> {
    return this.call({ method: "GET", path: `/v1/staff/audit`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }
}
