import { networkPicture, pictureScene } from "@chainrule/plot";
import { filled, plainText } from "../language/language";
import { backwardSection } from "./backward-section";
import { forwardSection } from "./forward-section";
import type { Document, Section } from "./model";
import { notationSection } from "./notation-section";
import { withAuthorsSymbols } from "./picture-names";
import { secondSection } from "./second-section";
import { summarySection } from "./summary-section";
import { trainingSection } from "./training-section";
import { updateSection } from "./update-section";
import { nameInline, nameOf, paragraph, section, trainedIn, type Writing } from "./writing";

/** The statements of a derivation in the sections of a document, in their order. */
export function sectionsOf(writing: Writing, updates = 1): readonly Section[] {
  const { derivation, language } = writing;
  const loss = nameInline(nameOf(derivation.loss), writing);
  const variables = derivation.wrt.map((node) => nameInline(nameOf(node), writing));
  const picture = networkPicture(derivation.loss, {
    trained: trainedIn(derivation),
    asked: derivation.wrt,
  });
  const pictured = filled(language, "pictureOf", { loss });
  const caption = picture.elided ? [...pictured, " ", ...filled(language, "pictureElided")] : pictured;
  const scene = pictureScene(withAuthorsSymbols(picture, writing), plainText(caption));
  return [
    { name: "abstract", blocks: [paragraph(filled(language, "abstract", { loss, variables }))] },
    { name: "notation", blocks: notationSection(writing, picture) },
    { name: "network", blocks: [section(language, "network"), { kind: "picture", scene, caption }] },
    { name: "forward", blocks: forwardSection(writing) },
    { name: "backward", blocks: backwardSection(writing) },
    { name: "second", blocks: secondSection(writing) },
    { name: "updates", blocks: updateSection(writing) },
    { name: "training", blocks: trainingSection(writing, updates) },
    { name: "summary", blocks: summarySection(writing) },
  ];
}

/** A derivation as a document. */
export function documentOf(writing: Writing, title: string | undefined, updates = 1): Document {
  const { derivation, language } = writing;
  const loss = nameInline(nameOf(derivation.loss), writing);
  return {
    title: title === undefined ? filled(language, "defaultTitle", { loss }) : [title],
    language: language.code,
    blocks: sectionsOf(writing, updates).flatMap(({ blocks }) => blocks),
  };
}
