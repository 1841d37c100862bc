import { gradeFiles } from "./grade/answer";
import type { GradeSettings } from "./grade/options";

/* Grades the files whose paths it is sent, and sends back what each is worth, until nobody asks any more. */

const grade = gradeFiles(JSON.parse(process.argv[2] as string) as GradeSettings); // as `Processes` writes it
process.on("message", (path: string) => process.send?.(grade(path)));
