// One question to one of our programs, and why there was no answer.

import { AttendanceError } from "./refusal.js";

export const TRY_AGAIN = new Set(["issuer-away", "store-away", "server-fault"]);

// The JSON of a good answer; a refusal, or no answer at all, is thrown as its code.
export async function asked(fetcher, url, request, away, again) {
  let answer;
  let body;
  try {
    answer = await fetcher(url, request);
    body = await answer.json();
  } catch {
    throw new AttendanceError(away, again);
  }
  if (answer.ok) return body;
  const code = typeof body?.code === "string" ? body.code : "server-fault";
  throw new AttendanceError(code, TRY_AGAIN.has(code) || code === "too-many" ? again : null);
}
