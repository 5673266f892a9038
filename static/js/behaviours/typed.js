// Whether somebody has changed a field since it was shown, or since it was saved.
window.isTyped = field => field.options
  ? [...field.options].some(each => each.selected !== each.defaultSelected)
  : field.matches('textarea, input:not([type=hidden])') && (field.value !== field.defaultValue || field.checked !== field.defaultChecked);
