import { answerQuestions } from "@chainrule/check/thread";
import { answering } from "@chainrule/language-server";

answerQuestions(answering());
