export default {
  extends: ["stylelint-config-standard"],
  rules: {
    // Custom properties are grouped by blank lines where that helps a reader.
    "custom-property-empty-line-before": null,
    // One name may stand for a state and for a part of a component.
    "selector-class-pattern": "^[a-z]+([-_]{1,2}[a-z0-9]+)*$",
  },
};
