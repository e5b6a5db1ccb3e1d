export default {
  // What is wrong, not how it is laid out.
  extends: ["stylelint-config-recommended"],
  rules: {
    // Rules are kept by component, and states beside what they belong to.
    "no-descending-specificity": null,
    // The range notation is newer than our oldest browsers.
    "media-feature-range-notation": "prefix",
  },
};
