import { actualBudget, groups } from 'pinout';

export const budget = actualBudget({ host: 'budget', access: groups('budget-users') });
