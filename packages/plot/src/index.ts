export type { Label, NodeKind, Picture, PictureEdge, PictureNode } from "./layered/picture";
export { networkPicture } from "./network/layout";
export { pictureScene, titleOf } from "./network/scene";
export type { FunctionName, Mark, Point, Scene, TextPart } from "./scene/scene";
export { signOf } from "./scene/signs";
export { flat, type SvgOptions, sceneToSvg } from "./scene/svg";
export { type Role, roles, type Theme } from "./scene/theme";
