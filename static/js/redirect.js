// Leads from an old address to the new one, without a step in the history.
location.replace(document.currentScript.dataset.to + location.hash);
