// stands
