import { audit } from "./jobs/audit";
import { answerQuestions } from "./jobs/thread";

// A thread of its own, started for the first audit: what audits need is half of all that there is to load.
answerQuestions({ audit });
