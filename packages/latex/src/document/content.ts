import { networkPicture, pictureScene } from "@chainrule/plot";
import { filled, plainText } from "../language/language";
import { backwardSection } from "./backward-section";
import { forwardSection } from "./forward-section";
import type { Document } from "./model";
import { notationSection } from "./notation-section";
import { withAuthorsSymbols } from "./picture-names";
import { secondSection } from "./second-section";
import { summarySection } from "./summary-section";
import { trainingSection } from "./training-section";
import { updateSection } from "./update-section";
import { nameInline, nameOf, paragraph, section, trainedIn, type Writing } from "./writing";

/** Orders the statements of a derivation into the sections of a document. */
export function documentOf(writing: Writing, title: string | undefined, updates = 1): Document {
  const { derivation, language } = writing;
  const loss = nameInline(nameOf(derivation.loss), writing);
  const variables = derivation.wrt.map((node) => nameInline(nameOf(node), writing));
  const picture = networkPicture(derivation.loss, {
    trained: trainedIn(derivation),
    asked: derivation.wrt,
  });
  const pictured = filled(language, "pictureOf", { loss });
  const caption = picture.elided ? [...pictured, " ", ...filled(language, "pictureElided")] : pictured;
  return {
    title: title === undefined ? filled(language, "defaultTitle", { loss }) : [title],
    language: language.code,
    blocks: [
      paragraph(filled(language, "abstract", { loss, variables })),
      ...notationSection(writing, picture),
      section(language, "network"),
      {
        kind: "picture",
        scene: pictureScene(withAuthorsSymbols(picture, writing), plainText(caption)),
        caption,
      },
      ...forwardSection(writing),
      ...backwardSection(writing),
      ...secondSection(writing),
      ...updateSection(writing),
      ...trainingSection(writing, updates),
      ...summarySection(writing),
    ],
  };
}
