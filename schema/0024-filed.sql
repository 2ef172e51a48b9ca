-- What was filed is counted at night from the matters themselves, from the first one on.

UPDATE item SET filed_count = 0;
