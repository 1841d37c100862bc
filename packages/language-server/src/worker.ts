import { answerQuestions } from "@chainrule/check/thread";
import { answering } from "./answer";

answerQuestions(answering());
