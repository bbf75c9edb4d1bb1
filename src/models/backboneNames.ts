/** Networks of the field's papers by their kind. */
export const backboneNames = [
  'resNet18',
  'resNet50',
  'resNet101',
  'efficientNetB0',
  'efficientNetB1',
  'efficientNetB3',
  'mobileNetV3Small',
  'mobileNetV3Large',
] as const;

export type BackboneName = (typeof backboneNames)[number];
