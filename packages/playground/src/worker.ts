import { jobs } from "./jobs/jobs";
import { answerQuestions } from "./jobs/thread";

answerQuestions(jobs);
