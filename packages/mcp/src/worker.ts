import { answerQuestions } from "@chainrule/check/thread";
import { answer } from "./answer";

answerQuestions(answer);
